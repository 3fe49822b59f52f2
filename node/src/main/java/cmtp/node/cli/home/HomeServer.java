package cmtp.node.cli.home;

import cmtp.protocol.crypto.VerifyKey;

/**
 * Where an account's server is and which key it must show.
 *
 * @param sinceMillis Unix milliseconds when the key was pinned
 * @param device this machine's name, told to the server at AUTH
 */
public record HomeServer(ServerAddress address, VerifyKey key, long sinceMillis, String device) {}
