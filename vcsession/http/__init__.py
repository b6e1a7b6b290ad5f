"""The server's outside: pages, calls, the socket and the media end point. It decides nothing."""
