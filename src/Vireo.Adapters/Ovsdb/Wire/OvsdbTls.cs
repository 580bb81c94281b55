namespace Vireo.Adapters.Ovsdb;

/// <summary>How both sides of an <c>ssl:</c> endpoint prove who they are. Files are PEM.</summary>
/// <param name="AuthorityFile">Who signs the server's certificate; its name is not compared, as Open vSwitch does it.</param>
/// <param name="CertificateFile">Our certificate; null when the server asks for none.</param>
/// <param name="KeyFile">The key of our certificate.</param>
internal sealed record OvsdbTls(string AuthorityFile, string? CertificateFile, string? KeyFile);
