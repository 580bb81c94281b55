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

    /// <exception cref="ArgumentException">A value is not a finite number: the samples were not cleaned.</exception>
    public static void ThrowIfNotFinite(ReadOnlySpan<Measurement> samples)
    {
        foreach (ref readonly var sample in samples)
        {
            if (!double.IsFinite(sample.Value))
            {
                throw new ArgumentException(
                    $"The sample of '{sample.Series}' at {sample.At:O} is {sample.Value}. Clean samples before they are "
                    + "stored: a failed reading is no sample.", nameof(samples));
            }
        }
    }
}
