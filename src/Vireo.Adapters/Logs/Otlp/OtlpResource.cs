namespace Vireo.Adapters.Logs.Otlp;

/// <summary>Who sends, by the attributes of a resource (OpenTelemetry semantic conventions).</summary>
internal static class OtlpResource
{
    private static readonly string[] HostKeys = ["host.name", "host.id"];

    /// <summary>A record without anything but its sender.</summary>
    public static OtlpRecord Of(IReadOnlyDictionary<string, string> attributes) => new()
    {
        Host = HostKeys.Select(key => attributes.GetValueOrDefault(key, "")).FirstOrDefault(host => host.Length > 0, ""),
        Service = attributes.GetValueOrDefault("service.name", ""),
    };
}
