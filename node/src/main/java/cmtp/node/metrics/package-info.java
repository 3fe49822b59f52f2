/**
 * Counts what the node does, in the form that Prometheus reads: implements what the other packages
 * report to, and is the only package that knows that library. Nothing here may slow mail down or
 * change what happens to it, and no label may be chosen by strangers.
 */
package cmtp.node.metrics;
