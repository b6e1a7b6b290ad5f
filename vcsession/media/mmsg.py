"""`sendmmsg(2)` and `recvmmsg(2)`, called in the C library through cffi, which pylibsrtp brings.

Python's own socket has no such calls. Linux alone: the structures are laid out as there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from cffi import FFI

ffi: Any = FFI()
ffi.cdef("""
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr {
    void *msg_name; unsigned int msg_namelen;
    struct iovec *msg_iov; size_t msg_iovlen;
    void *msg_control; size_t msg_controllen;
    int msg_flags;
};
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int sendmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags);
int recvmmsg(int sockfd, struct mmsghdr *msgvec, unsigned int vlen, int flags, void *timeout);
""")

NAME = 28
"""Bytes of a socket address: `struct sockaddr_in6`, the longer one."""


def _from_library(name: str) -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        found: Callable[..., int] = getattr(ffi.dlopen(None), name)
    except (OSError, AttributeError):
        return None
    return found


sendmmsg = _from_library("sendmmsg")
recvmmsg = _from_library("recvmmsg")
