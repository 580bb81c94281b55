namespace Vireo.Simulation;

/// <summary>The least power with which work can be done by hosts that may be of any number, whole or not.</summary>
/// <remarks>A linear program in hosts of each kind at each load: enough CPU, enough of them to hold the memory, least
/// power. It has two constraints, so two kinds of loaded host are enough, and all pairs are tried.</remarks>
/// <param name="columns">What a host does, in one unit of CPU, and draws, in watts: one for each kind and load.</param>
internal sealed class LeastPower(IReadOnlyList<(double Work, double Watts)> columns)
{
    /// <summary>Watts, at the least; infinite where no column does any work and some is asked for.</summary>
    /// <param name="work">Asked for, in the unit of the columns.</param>
    /// <param name="hosts">How many it takes at the least, for their memory.</param>
    public double Watts(double work, double hosts)
    {
        double least = double.PositiveInfinity;
        for (int first = 0; first < columns.Count; first++)
        {
            var (oneWork, oneWatts) = columns[first];
            if (oneWork > 0 || work <= 0)
            {
                least = Math.Min(least, oneWatts * (work <= 0 ? hosts : Math.Max(work / oneWork, hosts)));
            }

            for (int second = 0; second < first; second++)
            {
                var (otherWork, otherWatts) = columns[second];
                double ones = (work - (otherWork * hosts)) / (oneWork - otherWork);
                double others = hosts - ones;
                if (oneWork != otherWork && ones >= 0 && others >= 0)
                {
                    least = Math.Min(least, (ones * oneWatts) + (others * otherWatts));
                }
            }
        }

        return least;
    }
}
