namespace Vireo.Server.Configuration.Documents;

/// <summary>Documents that could not be read, by kind and name as far as those are known: what others say of them is not
/// called wrong.</summary>
internal sealed class UnreadDocuments
{
    private readonly HashSet<(string? Kind, string? Name)> _documents = [];

    /// <summary>Notes one.</summary>
    /// <param name="kind">Null when it may be any.</param>
    /// <param name="name">Null when it may be any.</param>
    public void Add(string? kind, string? name) => _documents.Add((kind, name));

    /// <summary>Whether one of them may be of this kind and name.</summary>
    public bool MayHold(string kind, string name) =>
        _documents.Contains((null, null)) || _documents.Contains((kind, null)) ||
        _documents.Contains((null, name)) || _documents.Contains((kind, name));

    /// <summary>Whether one of them may be of this kind.</summary>
    public bool MayHold(string kind) => _documents.Any(one => one.Kind is null || one.Kind == kind);
}
