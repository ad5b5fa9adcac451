// SpectaQL picks its example values at random; the committed page must only change with the schema.
Math.random = () => 0;
