"""Words to parts of speech, lemmas, trees and named entities: the encoder's syntax heads, run by onnxruntime."""
