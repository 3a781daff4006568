"""What a report says: bytes in, facts out. Opens no socket, reads no clock, knows no database."""
