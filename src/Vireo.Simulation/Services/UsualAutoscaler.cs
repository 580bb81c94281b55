namespace Vireo.Simulation;

/// <summary>Target tracking as today's autoscalers do it, for comparison: it looks every minute, grows at once, and
/// shrinks to the most it wanted in a window.</summary>
/// <remarks>As the Horizontal Pod Autoscaler with its defaults: wanted = ⌈load / (target · capacity)⌉, a tolerance of a
/// tenth, and five minutes of stabilisation before shrinking. Replicas that start count as there.</remarks>
public sealed class UsualAutoscaler(double target, double capacity, int minimum, int maximum)
{
    private const double Tolerance = 0.1;
    private const int StabilisationMinutes = 5;
    private readonly Queue<int> _wanted = new();

    /// <summary>How many to order or remove.</summary>
    public int Decide(ServiceMoment moment)
    {
        int usable = moment.Ready + moment.Starting;
        double load = moment.Measured.Span[^1];
        double ratio = load / (Math.Max(1, usable) * capacity) / target;
        int wanted = Math.Abs(ratio - 1) <= Tolerance ? usable : (int)Math.Ceiling(load / (target * capacity));
        wanted = Math.Clamp(wanted, minimum, maximum);
        _wanted.Enqueue(wanted);
        if (_wanted.Count > StabilisationMinutes)
        {
            _wanted.Dequeue();
        }

        return wanted > usable ? wanted - usable : Math.Min(0, _wanted.Max() - usable);
    }
}
