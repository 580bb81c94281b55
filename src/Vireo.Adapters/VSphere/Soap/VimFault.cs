using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>The server refused, in its own words.</summary>
internal sealed class VimFault : VimException
{
    private static readonly string[] Passing =
    [
        "NotAuthenticated", "RequestCanceled", "TaskInProgress", "HostCommunication", "HostNotReachable", "HostNotConnected",
        "ResourceInUse", "ConcurrentAccess", "Timedout", "SystemError", "HostConnectFault", "RuntimeFault", "NotEnoughLicenses",
    ];

    /// <summary>A fault of a kind.</summary>
    public VimFault(string kind, string text)
        : base(Say(kind, text))
    {
        Kind = kind;
        Text = text;
    }

    /// <summary>The type in the API, such as <c>InvalidPowerState</c>.</summary>
    public string Kind { get; }

    /// <summary>What the server said; may be empty.</summary>
    public string Text { get; }

    /// <summary>Whether the session has ended, or was never opened.</summary>
    public bool IsNotAuthenticated => Kind == "NotAuthenticated";

    /// <summary>Whether the object is not there any more.</summary>
    public bool IsGone => Kind == "ManagedObjectNotFound";

    /// <inheritdoc/>
    public override bool IsTransient => Passing.Contains(Kind);

    /// <summary>Reads a SOAP fault.</summary>
    public static VimFault Read(XElement fault)
    {
        var detail = fault.Child("detail")?.Elements().FirstOrDefault();

        return new VimFault(KindOf(detail), Join(fault.Text("faultstring"), Privilege(detail)));
    }

    /// <summary>Reads the error of a task (LocalizedMethodFault).</summary>
    public static VimFault OfTask(XElement error) =>
        new(KindOf(error.Child("fault")), Join(error.Text("localizedMessage"), Privilege(error.Child("fault"))));

    private static string KindOf(XElement? detail)
    {
        string type = Vim.TypeOf(detail);
        if (type.Length == 0)
        {
            type = detail?.Name.LocalName ?? "";
            type = type.EndsWith("Fault", StringComparison.Ordinal) ? type[..^"Fault".Length] : type;
        }

        return type.Length == 0 ? "RuntimeFault" : type;
    }

    // NoPermission names what is lacking; its text often does not.
    private static string Privilege(XElement? detail) =>
        detail.Text("privilegeId") is { Length: > 0 } privilege && Vim.TypeOf(detail) == "NoPermission"
            ? $"The account lacks the privilege '{privilege}'."
            : "";

    private static string Join(string text, string more) =>
        string.Join(' ', new[] { text.Trim(), more }.Where(part => part.Length > 0));

    private static string Say(string kind, string text) =>
        text.Length > 0 ? $"{text.TrimEnd('.')} ({kind})." : $"The server refused: {kind}.";
}
