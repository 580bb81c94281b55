using System.Xml.Linq;
using Vireo.Fleet;

namespace Vireo.Adapters.Libvirt;

/// <summary>Starts a machine whose host was fenced on another host, from the definition that was last read of it. The
/// fenced host keeps its definition until it answers again; then it is taken away there.</summary>
/// <param name="place">Where it was.</param>
/// <param name="target">Where it is to run.</param>
internal sealed class Restarting(MachinePlace place, LibvirtHost target)
{
    /// <summary>Defines it with its mark, and starts it.</summary>
    /// <exception cref="ProviderException">The target refused.</exception>
    public async Task<string> RunAsync(DomainMark mark, CancellationToken cancellationToken)
    {
        string definition = Mark(place.Domain.Description!.Definition!, mark);
        string uuid = place.Domain.Reading.Uuid;
        await target.Lane.CallAsync(
            connection =>
            {
                using var defined = connection.Define(definition);

                // Only now: a definition that no other host took in must not go.
                place.Host.Life.TakenOver(uuid);
                defined.Start();
                return true;
            },
            cancellationToken);

        return $"It was started on '{target.Id}' after '{place.Host.Id}' was fenced.";
    }

    private static string Mark(string definition, DomainMark mark)
    {
        var domain = XElement.Parse(definition);
        var metadata = domain.Element("metadata");
        if (metadata is null)
        {
            metadata = new XElement("metadata");
            domain.Add(metadata);
        }

        var element = mark.Element();
        metadata.Elements(element.Name).Remove();
        metadata.Add(element);

        return domain.ToString(SaveOptions.DisableFormatting);
    }
}
