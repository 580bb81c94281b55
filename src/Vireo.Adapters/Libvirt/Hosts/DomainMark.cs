using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Vireo.Adapters.Libvirt;

/// <summary>What Vireo writes into a domain's metadata: who manages it, and the action that was sent last, so that its
/// end can be found out after a restart and an older leader is refused (S22, S25).</summary>
/// <param name="Owner">The cluster that manages it, by Vireo's name.</param>
/// <param name="Fence">Grows with every change of leader.</param>
/// <param name="Action">The identifier of the last action; empty when there was none.</param>
/// <param name="Kind">What it was to do.</param>
/// <param name="Target">The host it was to bring it to, the snapshot that it is about, or the size that it was to have;
/// empty for other actions.</param>
internal sealed record DomainMark(string Owner, long Fence, string Action, string Kind, string Target)
{
    /// <summary>Where it comes from, when Vireo made it.</summary>
    public DomainOrigin? Origin { get; init; }

    /// <summary>The health check that the action makes; null for other actions.</summary>
    public PendingCheck? Check { get; init; }

    /// <summary>The pool that it draws from and those above that, the nearest first; empty for none.</summary>
    public ImmutableArray<PoolClaim> Pools { get; init; } = [];

    /// <summary>The weight that it had before it came into a pool; null while it is in none.</summary>
    public long? SharesBefore { get; init; }

    /// <summary>The namespace of the element.</summary>
    public const string Namespace = "urn:vireo:domain:1";

    /// <summary>The prefix it has in the document.</summary>
    public const string Prefix = "vireo";

    private static readonly XNamespace Schema = Namespace;

    /// <summary>Reads it from a domain's metadata; null when there is none that can be read.</summary>
    public static DomainMark? Read(XElement? metadata) =>
        metadata?.Element(Schema + "managed") is { } element
        && long.TryParse(element.Attribute("fence")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long fence)
            ? new DomainMark(
                Text(element, "owner"), fence, Text(element, "action"), Text(element, "kind"), Text(element, "target"))
            {
                Origin = DomainOrigin.Read(element.Element(Schema + "origin") ?? element.Element("origin")),
                Check = PendingCheck.Read(element.Element(Schema + "check") ?? element.Element("check")),
                Pools = PoolClaim.ReadAll(element, Schema),
                SharesBefore = long.TryParse(
                    element.Attribute("shares")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long shares)
                        ? shares
                        : null,
            }
            : null;

    /// <summary>The element as libvirt takes it, without a prefix.</summary>
    public string Write() => Element("").ToString(SaveOptions.DisableFormatting);

    /// <summary>The element as it stands in a document.</summary>
    public XElement Element() => Element(Schema);

    /// <summary>The same with what stays true of the machine whatever is done to it.</summary>
    /// <param name="before">What was written last; null for nothing.</param>
    public DomainMark After(DomainMark? before) => this with
    {
        Origin = before?.Origin,
        Pools = before?.Pools ?? [],
        SharesBefore = before?.SharesBefore,
    };

    /// <inheritdoc/>
    public bool Equals(DomainMark? other) =>
        other is not null && Pools.SequenceEqual(other.Pools)
        && (Owner, Fence, Action, Kind, Target, Origin, Check, SharesBefore)
        == (other.Owner, other.Fence, other.Action, other.Kind, other.Target, other.Origin, other.Check, other.SharesBefore);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Owner, Fence, Action, Kind, Target, Origin);

    private XElement Element(XNamespace schema) => new(
        schema + "managed",
        new XAttribute("owner", Owner),
        new XAttribute("fence", Fence.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("action", Action),
        new XAttribute("kind", Kind),
        new XAttribute("target", Target),
        SharesBefore is { } shares
            ? new XAttribute("shares", shares.ToString(CultureInfo.InvariantCulture))
            : null,
        Origin?.Write(schema + "origin"),
        Check?.Write(schema + "check"),
        Pools.Select(claim => claim.Write(schema + "pool")));

    private static string Text(XElement element, string attribute) => element.Attribute(attribute)?.Value ?? "";
}
