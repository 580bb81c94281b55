using System.Numerics.Tensors;

namespace Vireo.Scheduling.Placement.Arriving;

/// <summary>For every host the probability that it will have emptied by a few instants ahead: the product over the
/// requests on it, since machines of one request end together.</summary>
internal sealed class EmptyingOutlook
{
    private static readonly double[] AheadSeconds = [900, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600, 172_800];
    private static readonly float[] Hours =
        [.. AheadSeconds.Select((ahead, i) => (float)((ahead - (i == 0 ? 0 : AheadSeconds[i - 1])) / 3_600))];

    private readonly List<float> _empty = [];

    /// <summary>Instants looked at.</summary>
    public static int Instants => AheadSeconds.Length;

    /// <summary>Adds a host that carries nothing.</summary>
    public void AddHost() => _empty.AddRange(Enumerable.Repeat(1f, Instants));

    /// <summary>Forgets what is on a host.</summary>
    public void Clear(int host) => Row(host).Fill(1);

    /// <summary>Counts one more request on a host.</summary>
    public void Add(int host, ReadOnlySpan<float> lives)
    {
        var row = Row(host);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] *= 1 - lives[i];
        }
    }

    /// <summary>The probabilities that a machine lives on to each instant.</summary>
    public static void Lives(LifetimeTable lifetimes, int kind, double age, Span<float> lives)
    {
        for (int i = 0; i < lives.Length; i++)
        {
            lives[i] = (float)lifetimes.LivesOn(kind, age, AheadSeconds[i]);
        }
    }

    /// <summary>Turns probabilities to live on into hours weighted by them.</summary>
    public static void Weigh(Span<float> lives) => TensorPrimitives.Multiply(lives, Hours, lives);

    /// <summary>Hours by which a request more is expected to delay a host's emptying.</summary>
    /// <param name="host">Which host.</param>
    /// <param name="weighed">What <see cref="Weigh"/> made of the request.</param>
    public float DelayHours(int host, ReadOnlySpan<float> weighed) => TensorPrimitives.Dot(Row(host), weighed);

    /// <summary>Hours for which a host is expected not to be empty, of the two days ahead.</summary>
    public double OccupiedHours(int host)
    {
        var row = Row(host);
        double hours = 0;
        for (int i = 0; i < row.Length; i++)
        {
            hours += Hours[i] * (1 - row[i]);
        }

        return hours;
    }

    private Span<float> Row(int host) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_empty).Slice(host * Instants, Instants);
}
