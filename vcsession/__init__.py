"""Staff negotiations by video-conference: the procedure drives the media."""
