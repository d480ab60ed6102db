"""BERT's encoder (Devlin et al. 2019) in MiniLM-L6's size, written out so that its ONNX graph holds no surprises."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

VOCABULARY = 30_522
MAX_SUBWORDS = 512
"""Positions there are embeddings for."""
WIDTH = 384
LAYERS = 6
ATTENTION_HEADS = 12
DROPOUT = 0.1
PAD = 0
"""The id of padding: what has it is attended to by nothing."""
_EPSILON = 1e-12
_MASKED = -1e4  # far below any score, and still a number in half precision


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each added to its input and normalized."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.wide = nn.Linear(WIDTH, 4 * WIDTH)
        self.narrow = nn.Linear(4 * WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States [texts, subwords, width] to states of the same shape; `mask` is added to the attention's scores."""
        texts, subwords, _ = states.shape
        split = self.query_key_value(states).view(texts, subwords, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS)
        query, key, value = (split[:, :, i].transpose(1, 2) for i in range(3))
        # No dropout here, and not torch's fused attention: on sentences and CPUs both cost more than they give.
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // ATTENTION_HEADS) + mask
        mixed = scores.softmax(-1) @ value
        attended = self.attended(mixed.transpose(1, 2).reshape(texts, subwords, WIDTH))
        states = self.attention_norm(states + self.dropout(attended))
        fed = self.narrow(nn.functional.gelu(self.wide(states)))
        normalized: Tensor = self.norm(states + self.dropout(fed))
        return normalized


class Encoder(nn.Module):
    """Ids of subwords to their states in context."""

    def __init__(self) -> None:
        super().__init__()
        self.words: nn.Module = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(MAX_SUBWORDS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor) -> Tensor:
        """Ids [texts, subwords], padded with `PAD`, to states [texts, subwords, `WIDTH`]."""
        positions = self.positions(torch.arange(ids.shape[1], device=ids.device))
        states = self.dropout(self.norm(self.words(ids) + positions))
        mask = (ids == PAD)[:, None, None, :].to(states.dtype) * _MASKED
        for layer in self.layers:
            states = layer(states, mask)
        return states
