namespace Vireo.Server.Security;

/// <summary>What a person or program may do. Everyone with a token may read.</summary>
public static class Roles
{
    /// <summary>Reads.</summary>
    public const string Viewer = "viewer";

    /// <summary>Pauses, resumes, changes policy and modes.</summary>
    public const string Operator = "operator";

    /// <summary>Approves and rejects plans.</summary>
    public const string Approver = "approver";

    /// <summary>Hands log records in: for collectors, which need nothing else.</summary>
    public const string Sender = "sender";

    /// <summary>Everything, tokens included.</summary>
    public const string Admin = "admin";

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Approver, Sender, Admin];
}
