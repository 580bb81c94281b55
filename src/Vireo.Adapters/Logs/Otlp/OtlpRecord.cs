namespace Vireo.Adapters.Logs.Otlp;

/// <summary>What is used of a log record and its resource.</summary>
internal sealed record OtlpRecord
{
    private const int Warning = 13;
    private const int Error = 17;
    private const int Fatal = 21;

    /// <summary>The host, <c>host.name</c> or else <c>host.id</c> of the resource; empty where it names none.</summary>
    public string Host { get; init; } = "";

    /// <summary><c>service.name</c> of the resource; may be empty.</summary>
    public string Service { get; init; } = "";

    /// <summary>The severity number, 1 to 24; 0 where it is not given.</summary>
    public int Severity { get; init; }

    /// <summary>The body as text.</summary>
    public string Body { get; init; } = "";

    /// <summary>As a log line says it: how bad from a warning on, who, what.</summary>
    public string Text =>
        $"{Level}{(Service.Length > 0 ? $"{Service}: " : "")}{Body}";

    // A program that gives the level beside the body does not repeat it there.
    private string Level => Severity switch
    {
        >= Fatal => "FATAL ",
        >= Error => "ERROR ",
        >= Warning => "WARN ",
        _ => "",
    };
}
