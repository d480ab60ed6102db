"""librdkafka's mock cluster, called through ctypes.

The confluent-kafka wheel carries librdkafka with its mock cluster, but Python sees only a producer setting that starts
one, which can't create topics with the partitions that we want. These are the few C functions that can (`rdkafka.h`,
`rdkafka_mock.h`). The mock API is marked experimental upstream, so everything we take from it is declared in this file.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import confluent_kafka
from confluent_kafka import cimpl

from ..errors import ConfigurationError

PRODUCER = 0
"""`RD_KAFKA_PRODUCER`: the kind of client that owns a mock cluster."""
CONF_OK = 0
"""`RD_KAFKA_CONF_OK`: the setting was taken."""
NO_ERROR = 0
"""`RD_KAFKA_RESP_ERR_NO_ERROR`."""

_HANDLE = ctypes.c_void_p
_TEXT = ctypes.c_char_p
_REQUIRED: dict[str, tuple[object, tuple[object, ...]]] = {
    "rd_kafka_conf_new": (_HANDLE, ()),
    "rd_kafka_conf_set": (ctypes.c_int, (_HANDLE, _TEXT, _TEXT, _TEXT, ctypes.c_size_t)),
    "rd_kafka_conf_destroy": (None, (_HANDLE,)),
    "rd_kafka_new": (_HANDLE, (ctypes.c_int, _HANDLE, _TEXT, ctypes.c_size_t)),
    "rd_kafka_destroy": (None, (_HANDLE,)),
    "rd_kafka_err2str": (_TEXT, (ctypes.c_int,)),
    "rd_kafka_mock_cluster_new": (_HANDLE, (_HANDLE, ctypes.c_int)),
    "rd_kafka_mock_cluster_destroy": (None, (_HANDLE,)),
    "rd_kafka_mock_cluster_bootstraps": (_TEXT, (_HANDLE,)),
    "rd_kafka_mock_topic_create": (ctypes.c_int, (_HANDLE, _TEXT, ctypes.c_int, ctypes.c_int)),
    "rd_kafka_mock_group_initial_rebalance_delay_ms": (None, (_HANDLE, ctypes.c_int32)),
}


class LibraryNotFoundError(ConfigurationError):
    """No librdkafka with a mock cluster came with confluent-kafka; the message says where it was looked for."""


@cache
def load() -> ctypes.CDLL:
    """The librdkafka that confluent-kafka itself has loaded, with the types of our functions declared.

    Raises:
        LibraryNotFoundError: there is none, or it was built without the mock cluster.
    """
    tried: list[str] = []
    for path in _candidates():
        try:
            library = ctypes.CDLL(str(path))
            for name, (result, arguments) in _REQUIRED.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
        except (OSError, AttributeError) as error:
            tried.append(f"{path} ({error})")
        else:
            return library
    raise LibraryNotFoundError(
        f"confluent-kafka {confluent_kafka.__version__} has no librdkafka with a mock cluster; tried "
        f"{', '.join(tried)}. Reinstall its wheel (pip install --force-reinstall confluent-kafka), or use Apache Kafka."
    )


def _candidates() -> Iterator[Path]:
    """The extension module first: on Linux and macOS a symbol is looked up in what a module links, wherever that lies.
    Then the folders that wheels bundle libraries in, for platforms where it is not.
    """
    yield Path(cimpl.__file__)
    package = Path(confluent_kafka.__file__).parent
    for folder in (package.parent / "confluent_kafka.libs", package / ".dylibs", package):
        yield from sorted(folder.glob("*librdkafka[!+]*"))
