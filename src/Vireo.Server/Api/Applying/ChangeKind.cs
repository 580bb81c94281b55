namespace Vireo.Server.Api.Applying;

/// <summary>What applying a document does.</summary>
public enum ChangeKind
{
    /// <summary>There was none of that name.</summary>
    Created,

    /// <summary>It replaces one that says something else.</summary>
    Changed,

    /// <summary>It says what is in force.</summary>
    Unchanged,

    /// <summary>It was applied before, none of the files holds it any more, and it goes out of force.</summary>
    Deleted,
}
