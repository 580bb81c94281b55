using CsCheck;
using Vireo.Forecasting.ServiceQuality;

namespace Vireo.Forecasting.Tests.ServiceQuality;

public sealed class QualityModelTests
{
    private static readonly QualityObservation[] FourServers =
        QueueSimulation.Days(400, busiest: 0.75, isExponential: true, seed: 1, 3, 4);

    private static readonly QualityModel Latency = QualityModel.Fit(FourServers, QualityMeasure.ResponseTime);

    [Theory]
    [InlineData(true, 6)]
    [InlineData(true, 7)]
    [InlineData(false, 5)]
    [InlineData(false, 6)]
    public void Thirty_per_cent_more_load_than_ever_lies_in_the_interval(bool isExponential, int seed)
    {
        const double Busiest = 0.68;
        QualityObservation[] seen = QueueSimulation.Days(400, Busiest, isExponential, seed, 4);
        QualityModel model = QualityModel.Fit(seen, QualityMeasure.ResponseTime);
        ServiceConditions more = new ServiceConditions(4 / 0.05 * Busiest, 0.02, 4, 8).UnderLoad(1.3);

        QualityAnswer answer = model.Ask(more, 0.9);

        Assert.True(answer.IsBeyondExperience);
        Assert.InRange(Truth(more, isExponential), answer.Lower, answer.Upper);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Thirty_per_cent_more_load_than_usual_is_foretold_within_a_tenth(bool isExponential)
    {
        QualityObservation[] seen = QueueSimulation.Days(400, busiest: 0.7, isExponential, seed: 5, 4);
        QualityModel model = QualityModel.Fit(seen, QualityMeasure.ResponseTime);
        ServiceConditions more = new ServiceConditions(40, 0.02, 4, 8).UnderLoad(1.3);

        QualityAnswer answer = model.Ask(more, 0.9);

        Assert.False(answer.IsBeyondExperience);
        Assert.InRange(answer.Expected / Truth(more, isExponential), 0.9, 1.1);
    }

    [Theory]
    [InlineData(30, 0.02, 50, 8)]
    [InlineData(0, 0.02, 4, 8)]
    [InlineData(30, 0.02, 4, 64)]
    [InlineData(30, 0.02, 4, 1)]
    [InlineData(30, 0.9, 4, 8)]
    [InlineData(300, 0.02, 4, 8)]
    public void Harder_or_easier_than_anything_observed_is_said_to_be_beyond_experience(
        double load, double contention, double cpus, double memory) =>
        Assert.True(Latency.Ask(new(load, contention, cpus, memory), 0.9).IsBeyondExperience);

    [Fact]
    public void Intervals_widen_with_the_distance_beyond_experience()
    {
        double busiest = FourServers.Max(seen => seen.Conditions.Load / seen.Conditions.VirtualCpus);
        double Width(double share)
        {
            QualityAnswer answer = Latency.Ask(new(share * busiest * 4, 0.02, 4, 8), 0.9);

            return (answer.Upper - answer.Lower) / answer.Expected;
        }

        double[] widths = [Width(0.9), Width(1.02), Width(1.1), Width(1.2)];

        Assert.Equal(widths.Order(), widths);
        Assert.True(widths[3] > 2 * widths[0], string.Join(' ', widths));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public void However_far_the_load_a_response_is_not_expected_to_be_faster_than_without_any(double factor)
    {
        ServiceConditions now = new(30, 0.02, 4, 8);

        double fastest = Latency.Ask(now.UnderLoad(0), 0.9).Expected;

        Assert.InRange(Latency.Ask(now.UnderLoad(factor), 0.9).Lower, 0.7 * fastest, double.PositiveInfinity);
    }

    [Fact]
    public void Less_load_is_never_thought_to_be_worse_at_the_upper_bound() =>
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 1], Gen.Double[1, 60]).Sample((load, share, cpus) =>
            Latency.Ask(new(share * load, 0.02, cpus, 8), 0.9).Upper <= Latency.Ask(new(load, 0.02, cpus, 8), 0.9).Upper + 1e-12);

    [Fact]
    public void One_processor_less_is_foretold_from_days_with_other_sizes()
    {
        ServiceConditions smaller = new(30, 0.05, 2, 8);

        QualityAnswer answer = Latency.Ask(smaller, 0.9);

        Assert.InRange(answer.Expected / Truth(smaller, isExponential: true), 0.8, 1.25);
    }

    [Fact]
    public void Intervals_hold_what_comes_under_known_conditions()
    {
        QualityObservation[] later = QueueSimulation.Days(300, busiest: 0.75, isExponential: true, seed: 77, 3, 4);

        double covered = later.Average(seen => Holds(Latency.Ask(seen.Conditions, 0.8), seen.Value) ? 1.0 : 0);

        Assert.InRange(covered, 0.72, 0.88);
    }

    [Fact]
    public void A_queue_is_recognised_as_one()
    {
        Assert.Equal(QualityModel.Queue, Latency.Curve);
        Assert.InRange(Latency.Error, 0, 0.15);
    }

    [Fact]
    public void Errors_that_start_suddenly_are_left_to_the_trees()
    {
        QualityModel model = QualityModel.Fit(SuddenErrors(seed: 3), QualityMeasure.ErrorRate);

        Assert.Equal(QualityModel.Trees, model.Curve);
        Assert.True(model.TreesError < model.QueueError);
        Assert.InRange(model.Ask(new(20, 0, 2, 4), 0.9).Expected, 0, 0.01);
        Assert.InRange(model.Ask(new(90, 0, 2, 4), 0.9).Expected, 0.15, 0.25);
    }

    [Fact]
    public void Answers_are_monotone_in_load_contention_and_size()
    {
        QualityModel[] models = [Latency, QualityModel.Fit(SuddenErrors(seed: 3), QualityMeasure.ErrorRate)];
        Gen.Select(Gen.Double[0, 200], Gen.Double[0, 0.9], Gen.Double[0.5, 16], Gen.Double[1, 64], Gen.Double[0, 2])
            .Sample((load, contention, cpus, memory, more) => models.All(model =>
            {
                var now = new ServiceConditions(load, contention, cpus, memory);
                double expected = model.Ask(now, 0.9).Expected + 1e-9;

                return model.Ask(now.UnderLoad(1 + more), 0.9).Expected >= expected - 2e-9 &&
                    model.Ask(now with { Contention = Math.Min(1, contention + more) }, 0.9).Expected >=
                        expected - 2e-9 &&
                    model.Ask(now with { VirtualCpus = cpus + more }, 0.9).Expected <= expected &&
                    model.Ask(now with { MemoryGib = memory + more }, 0.9).Expected <= expected;
            }));
    }

    [Fact]
    public void The_largest_load_within_a_limit_is_just_within_it()
    {
        ServiceConditions four = new(0, 0.02, 4, 8);
        const double Limit = 0.08;

        double load = Latency.LargestLoad(four, Limit, 0.9);

        Assert.InRange(Latency.Ask(four with { Load = load }, 0.9).Upper, 0, Limit);
        Assert.True(Latency.Ask(four with { Load = 1.01 * load }, 0.9).Upper > Limit);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1e9, 2)]
    public void A_limit_that_is_impossible_or_generous_gives_the_ends(double limit, double timesTheBusiest)
    {
        double busiest = FourServers.Max(seen => seen.Conditions.Load / seen.Conditions.VirtualCpus);

        double load = Latency.LargestLoad(new(0, 0, 1, 8), limit, 0.9);

        Assert.Equal(timesTheBusiest * busiest, load, 1e-6);
    }

    [Fact]
    public void Intervals_hold_the_expected_value_and_stay_possible() =>
        Gen.Select(Gen.Double[0, 1e6], Gen.Double[0, 1], Gen.Double[0.1, 200], Gen.Double[0.01, 0.99])
            .Sample((load, contention, cpus, coverage) =>
            {
                QualityAnswer answer = Latency.Ask(new(load, contention, cpus, 8), coverage);

                return answer.Lower >= 0 && Holds(answer, answer.Expected) && double.IsFinite(answer.Upper);
            });

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(3, 0)]
    [InlineData(60, 0)]
    [InlineData(60, 0.5)]
    public void Few_or_constant_observations_are_answered_with_what_was_seen(int count, double value)
    {
        QualityObservation[] seen = [.. Enumerable.Repeat(new QualityObservation(new(10, 0, 2, 4), value), count)];

        QualityAnswer answer = QualityModel.Fit(seen, QualityMeasure.PacketLoss).Ask(new(10, 0, 2, 4), 0.9);

        Assert.Equal(value, answer.Expected, 1e-6);
    }

    [Fact]
    public void Impossible_observations_are_left_out_and_impossible_questions_refused()
    {
        QualityObservation[] seen = [new(new(10, 0, 0, 4), 1), new(new(10, 0, 2, 4), double.NaN)];

        Assert.Throws<ArgumentException>(() => QualityModel.Fit(seen, QualityMeasure.ResponseTime));
        Assert.Throws<ArgumentOutOfRangeException>(() => Latency.Ask(new(10, 0, 0, 4), 0.9));
    }

    private static double Truth(ServiceConditions conditions, bool isExponential)
    {
        var random = new Random(9);

        return Enumerable.Range(0, 40).Average(_ => QueueSimulation.Observe(conditions, isExponential, random).Value);
    }

    private static QualityObservation[] SuddenErrors(int seed)
    {
        var random = new Random(seed);

        return
        [
            .. Enumerable.Range(0, 400).Select(_ =>
            {
                double load = 100 * random.NextDouble();

                return new QualityObservation(new(load, 0, 2, 4), load < 50 ? 0 : 0.2 + (0.02 * random.NextDouble()));
            }),
        ];
    }

    private static bool Holds(QualityAnswer answer, double value) => value >= answer.Lower && value <= answer.Upper;
}
