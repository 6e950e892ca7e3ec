export { KafkaCluster, type KafkaClusterOptions } from './kafka-cluster.ts';
export { API, type KafkaFault, type KafkaRequest } from './kafka-proxy.ts';
export { KAFKA_VERSION } from './distribution.ts';
export { requireJava } from './java.ts';
export type { Login } from './node-configuration.ts';
export { kafkaBrokers } from './shared-broker.ts';
export { startBroker } from './start-broker.ts';
