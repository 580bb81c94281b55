namespace Vireo.Simulation;

/// <summary>Replays a load against a scaling policy, minute by minute: replicas take time to start, and those that
/// serve are queues.</summary>
/// <remarks>Requests are spread evenly; each replica is an M/M/1 queue, whose mean response time is s / (1 − ρ). Beyond
/// saturation what is not served queues up and has to be worked off.</remarks>
public static class ServiceReplay
{
    private const double SecondsPerMinute = 60;
    private const double Busiest = 0.999;
    private const double LatencyNoise = 0.05;
    private const int NoiseSeed = 7;
    private const int Quarter = 15;

    /// <summary>Replays.</summary>
    /// <param name="scenario">The service and its load.</param>
    /// <param name="initial">Replicas that serve at the beginning.</param>
    /// <param name="decide">How many to order (positive) or remove (negative) after each minute.</param>
    public static ServiceOutcome Run(ServiceScenario scenario, int initial, Func<ServiceMoment, int> decide)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(decide);
        var service = new Service(scenario, initial);
        for (int minute = 0; minute < scenario.Load.Length; minute++)
        {
            service.Serve(minute);
            service.Change(minute, decide(service.MomentAt(minute)));
        }

        return service.Outcome;
    }

    private sealed class Service(ServiceScenario scenario, int initial)
    {
        private readonly Queue<int> _starting = new();
        private readonly Queue<int> _leaving = new();
        private int _ready = initial;
        private double _waiting;
        private double _latency;
        private int _grewAt = int.MinValue / 2;
        private int _shrankAt = int.MinValue / 2;
        private double _over;
        private double _vmMinutes;
        private int _largest;
        private int _orders;
        private int _reversals;

        public ServiceOutcome Outcome => new(_over, _vmMinutes / 60, _largest, _orders, _reversals);

        public ServiceMoment MomentAt(int minute) => new(
            minute, scenario.Load[..(minute + 1)], _ready, _starting.Count, _leaving.Count, _grewAt, _shrankAt,
            _latency * (1 + (LatencyNoise * SeededRandom.NormalAt(NoiseSeed, 0, minute))));

        public void Serve(int minute)
        {
            while (_starting.TryPeek(out int at) && at <= minute)
            {
                _starting.Dequeue();
                _ready++;
            }

            while (_leaving.TryPeek(out int at) && at <= minute)
            {
                _leaving.Dequeue();
            }

            double arriving = scenario.Load.Span[minute];
            double serving = _ready * scenario.Capacity;
            _waiting = Math.Max(0, _waiting + ((arriving - serving) * SecondsPerMinute));
            double busy = serving > 0 ? Math.Min(Busiest, arriving / serving) : Busiest;
            _latency = (1 / scenario.Capacity / (1 - busy)) + (_waiting / Math.Max(serving, scenario.Capacity));
            if (minute >= scenario.Judged)
            {
                int all = _ready + _starting.Count + _leaving.Count;
                _over += _latency > scenario.Objective ? SecondsPerMinute : 0;
                _vmMinutes += all;
                _largest = Math.Max(_largest, all);
            }
        }

        public void Change(int minute, int by)
        {
            bool counts = minute >= scenario.Judged;
            if (by > 0)
            {
                for (int i = 0; i < by; i++)
                {
                    _starting.Enqueue(minute + (int)Math.Ceiling(scenario.StartUp.TotalMinutes));
                }

                _orders += counts ? by : 0;
                _reversals += counts && minute - _shrankAt < Quarter ? 1 : 0;
                _grewAt = minute;
            }
            else if (by < 0)
            {
                int going = Math.Min(-by, _ready);
                _ready -= going;
                for (int i = 0; i < going; i++)
                {
                    _leaving.Enqueue(minute + (int)Math.Ceiling(scenario.Leaving.TotalMinutes));
                }

                _reversals += counts && minute - _grewAt < Quarter ? 1 : 0;
                _shrankAt = minute;
            }
        }
    }
}
