using System.Globalization;
using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>A health check that is under way, as it stands in a machine's metadata: whoever comes next goes on with
/// it.</summary>
/// <param name="Check">What is asked.</param>
/// <param name="Until">When the machine has to serve.</param>
internal sealed record PendingCheck(HealthCheck Check, DateTimeOffset Until)
{
    /// <summary>What is left of it.</summary>
    public HealthCheck Rest(DateTimeOffset now) => Check with { Within = Until > now ? Until - now : TimeSpan.Zero };

    /// <summary>Reads it; null when there is none that can be read.</summary>
    public static PendingCheck? Read(XElement? element) =>
        Enum.TryParse<HealthCheckKind>(element?.Attribute("kind")?.Value, out var kind)
        && int.TryParse(element!.Attribute("port")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int port)
        && DateTimeOffset.TryParse(
            element.Attribute("until")?.Value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var until)
            ? new PendingCheck(new HealthCheck(kind, port, element.Attribute("path")?.Value ?? "", TimeSpan.Zero), until)
            : null;

    /// <summary>The element under a name.</summary>
    public XElement Write(XName name) => new(
        name,
        new XAttribute("kind", Check.Kind),
        new XAttribute("port", Check.Port.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("path", Check.Path),
        new XAttribute("until", Until.ToString("O", CultureInfo.InvariantCulture)));
}
