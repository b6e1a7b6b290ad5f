"""The plane measured beside Janus, the price of each part of a packet's way, and a soak."""
