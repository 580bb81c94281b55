namespace Vireo.Adapters.Logs;

/// <summary>How far a file has been read, and how it is known again when it has been renamed.</summary>
/// <param name="Offset">Bytes read.</param>
/// <param name="HeadLength">Bytes at its beginning that <paramref name="Head"/> is made from.</param>
/// <param name="Head">SHA-256 of its beginning, in hexadecimal digits.</param>
internal sealed record TailPosition(long Offset, int HeadLength, string Head);
