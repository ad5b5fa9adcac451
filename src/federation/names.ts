/** The root field that a router loads entities with. */
export const ENTITIES_FIELD = '_entities';

/** The root field that a router reads the schema with. */
export const SERVICE_FIELD = '_service';

/** The request header in which a router proves itself, in lower case. */
export const ROUTER_SECRET_HEADER = 'x-router-secret';
