/**
 * The form of actor messages between the processes of a cluster: names, CBOR, and back. Decides
 * nothing and knows no actor but by its reference; what a message means is its receiver's.
 */
package cmtp.node.remoting;
