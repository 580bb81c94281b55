namespace Vireo.Adapters.Logs;

/// <summary>How lines of a file are written.</summary>
public enum LogFormat
{
    /// <summary>Time stamp, host and program, as syslog daemons write files (RFC 3164, RFC 5424, or with an ISO 8601 time
    /// stamp).</summary>
    Syslog,

    /// <summary>A JSON object a line, as <c>journalctl -o json</c> writes.</summary>
    Journal,

    /// <summary>The message alone; who writes is configured.</summary>
    Plain,
}
