"""Plans made up with known truth, and what reading and building them costs."""
