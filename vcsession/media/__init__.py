"""The media plane: a selective forwarding unit. Packets are never decoded (design: `media`)."""
