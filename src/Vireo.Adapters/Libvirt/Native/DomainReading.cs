namespace Vireo.Adapters.Libvirt;

/// <summary>What the statistics of one domain say at one instant.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Values">By libvirt's names, such as <c>vcpu.0.delay</c>; what the driver does not know is
/// absent.</param>
internal sealed record DomainReading(string Uuid, string Name, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Whether it runs, and if not, what it does.</summary>
    public DomainState State => (DomainState)(int)(Find("state.state") ?? 0);

    /// <summary>How it came to its state; the numbers depend on the state.</summary>
    public int Reason => (int)(Find("state.reason") ?? 0);

    /// <summary>A figure; null when the driver does not know it.</summary>
    public double? Find(string name) => Values.TryGetValue(name, out double value) ? value : null;

    /// <summary>The sum of a figure over all devices of a kind, such as <c>rx.bytes</c> over <c>net</c>; null when none
    /// has it.</summary>
    public double? Sum(string kind, string figure)
    {
        double? sum = null;
        int devices = (int)(Find($"{kind}.count") ?? Find($"{kind}.maximum") ?? 0);
        for (int i = 0; i < devices; i++)
        {
            if (Find($"{kind}.{i}.{figure}") is { } value)
            {
                sum = (sum ?? 0) + value;
            }
        }

        return sum;
    }
}
