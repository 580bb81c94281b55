using System.Runtime.InteropServices;
using Vireo.Fleet;

namespace Vireo.Telemetry.Storage;

/// <summary>Walks a list of measurements without an interface call for each.</summary>
internal static class SampleArray
{
    public static ReadOnlySpan<Measurement> Of(IReadOnlyList<Measurement> samples) => samples switch
    {
        Measurement[] array => array,
        List<Measurement> list => CollectionsMarshal.AsSpan(list),
        _ => samples.ToArray(),
    };
}
