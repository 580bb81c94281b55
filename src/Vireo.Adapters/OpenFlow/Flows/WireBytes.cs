namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>Bytes that are compared by what they are.</summary>
internal readonly struct WireBytes : IEquatable<WireBytes>
{
    private readonly byte[]? _bytes;
    private readonly int _hash;

    /// <summary>Takes bytes over; nobody may change them.</summary>
    public WireBytes(byte[] bytes)
    {
        _bytes = bytes;
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        _hash = hash.ToHashCode();
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    public bool Equals(WireBytes other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WireBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
