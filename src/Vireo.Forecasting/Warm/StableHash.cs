using Vireo.Fleet;

namespace Vireo.Forecasting.Warm;

/// <summary>A hash that is the same in every process, so that work spread by it is replayable. FNV-1a.</summary>
internal static class StableHash
{
    public static uint Of(SeriesKey key)
    {
        uint hash = 2166136261;
        hash = Add(hash, key.Entity.Value);
        hash = Add(hash, key.Metric.Name);

        return (hash ^ (uint)key.Entity.Kind) * 16777619;
    }

    private static uint Add(uint hash, string text)
    {
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return hash;
    }
}
