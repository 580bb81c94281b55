namespace Vireo.Fleet;

/// <summary>What all identifiers share: a text, an ordinal order, and a way to be made from text.</summary>
/// <typeparam name="TSelf">The identifier itself.</typeparam>
public interface IIdentifier<TSelf> : IComparable<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    /// <summary>The identifier as text, as the provider or the operator wrote it.</summary>
    string Value { get; }

    /// <summary>Wraps a text.</summary>
    static abstract TSelf From(string value);
}
