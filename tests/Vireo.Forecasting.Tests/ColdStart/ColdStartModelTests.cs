using CsCheck;
using Vireo.Forecasting.ColdStart;

namespace Vireo.Forecasting.Tests.ColdStart;

/// <summary>Machines that nobody measured yet, on generated fleets whose truth is known.</summary>
public sealed class ColdStartModelTests
{
    private static readonly int[] KnownHours = [0, 6, 48];
    private static readonly Sibling[] Siblings = GeneratedFleet.Fleet(40);

    [Theory]
    [InlineData("web")]
    [InlineData("batch")]
    public void Without_a_value_the_first_day_is_forecast_twice_as_well_as_by_the_fleets_mean(string kind)
    {
        double fleetMean = Siblings.Average(sibling => sibling.Demand.ToArray().Average());
        double cold = 0;
        double flat = 0;
        foreach (Sibling newcomer in Newcomers(kind))
        {
            double[] actual = newcomer.Demand.Span[..24].ToArray();
            double[] path = Model(kind).Forecast(24);
            cold += actual.Zip(path, (a, f) => Math.Abs(a - f)).Sum();
            flat += actual.Sum(value => Math.Abs(value - fleetMean));
        }

        Assert.InRange(cold / flat, 0, 0.5);
    }

    [Fact]
    public void Own_values_take_over_and_the_error_falls()
    {
        double[] errors = [.. KnownHours.Select(known => Newcomers("web").Average(newcomer =>
        {
            ColdStartModel model = Model("web");
            model.Fit(newcomer.Demand.Span[..known]);
            double[] actual = newcomer.Demand.Span[known..(known + 24)].ToArray();

            return actual.Zip(model.Forecast(24), (a, f) => Math.Abs(a - f)).Sum() / actual.Sum();
        }))];

        Assert.True(errors[1] < 0.75 * errors[0], $"{errors[1]} after six hours, {errors[0]} before the first");
        Assert.True(errors[2] < errors[1], $"{errors[2]} after two days, {errors[1]} after six hours");
        Assert.InRange(errors[2], 0, 0.15);
    }

    [Fact]
    public void Intervals_of_a_machine_never_seen_are_honest_and_narrow_as_values_come()
    {
        double inside = 0;
        int judged = 0;
        foreach (Sibling newcomer in Enumerable.Range(0, 200).Select(i => GeneratedFleet.Machine(50_000 + i, "web")))
        {
            double[] bounds = Bounds(Model("web"));
            for (int step = 0; step < 24; step++)
            {
                double actual = newcomer.Demand.Span[step];
                inside += actual >= bounds[step] && actual <= bounds[24 + step] ? 1 : 0;
                judged++;
            }
        }

        double before = Width(Model("web"));
        double after = Newcomers("web").Average(newcomer =>
        {
            ColdStartModel known = Model("web");
            known.Fit(newcomer.Demand.Span[..168]);

            return Width(known);
        });
        Assert.InRange(inside / judged, 0.7, 0.95);
        Assert.True(after < 0.6 * before, $"width {before} before, {after} after a week");
    }

    [Fact]
    public void The_profile_of_the_likest_wins()
    {
        DemandProfile web = ProfileLearner.Learn(
            GeneratedFleet.Of("web", "tier:front"), Siblings, GeneratedFleet.Hours);
        DemandProfile batch = ProfileLearner.Learn(
            GeneratedFleet.Of("batch", "tier:back"), Siblings, GeneratedFleet.Hours);

        Assert.True(web.Shape[12] > web.Shape[0]);
        Assert.True(batch.Shape[0] > 3 * batch.Shape[12]);
        Assert.True(web.Shape[12] > 1.4 * web.Shape[(6 * 24) + 12]);
        Assert.InRange(web.Level, 0.25, 0.5);
        Assert.Equal(1, web.Shape.Average(), 1e-9);
    }

    [Fact]
    public void Likeness_counts_kind_and_tags()
    {
        Traits web = GeneratedFleet.Of("web", "a", "b");

        Assert.Equal(1, web.Likeness(GeneratedFleet.Of("web", "a", "b")), 1e-12);
        Assert.True(web.Likeness(GeneratedFleet.Of("web", "a", "c")) > web.Likeness(GeneratedFleet.Of("web", "d")));
        Assert.True(web.Likeness(GeneratedFleet.Of("other", "a", "b")) > web.Likeness(GeneratedFleet.Of("other")));
        Assert.True(web.Likeness(GeneratedFleet.Of("other")) > 0);
    }

    [Fact]
    public void Any_values_and_siblings_give_finite_forecasts() =>
        Gen.Select(Odd().Array[1, 60], Odd().Array[0, 60]).Where((sibling, _) => sibling.Any(double.IsFinite))
            .Sample((sibling, own) =>
            {
                DemandProfile profile = ProfileLearner.Learn(
                    GeneratedFleet.Of("x"),
                    [new Sibling(GeneratedFleet.Of("y"), 100, 3, sibling)],
                    GeneratedFleet.Hours);
                var model = new ColdStartModel(profile, 100, 5);
                model.Fit(own);

                return model.Forecast(30).All(double.IsFinite) && Bounds(model).All(double.IsFinite);
            });

    [Fact]
    public void Updating_and_forecasting_allocate_nothing()
    {
        ColdStartModel model = Model("web");
        double[] path = new double[12];
        model.Update(1);
        model.Forecast(path);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            model.Update(i);
            model.Forecast(path);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Siblings_without_a_value_or_capacity_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ProfileLearner.Learn(GeneratedFleet.Of("x"), [], GeneratedFleet.Hours));
        Assert.Throws<ArgumentException>(() => ProfileLearner.Learn(
            GeneratedFleet.Of("x"),
            [new Sibling(GeneratedFleet.Of("x"), 0, 0, new double[] { 1 })],
            GeneratedFleet.Hours));
    }

    private static Gen<double> Odd() => Gen.Select(
        Gen.Double[-10, 200], Gen.OneOf(1.0, 1.0, 1.0, 0.0, 1e12, double.NaN), (value, size) => value * size);

    private static ColdStartModel Model(string kind) => new(
        ProfileLearner.Learn(
            GeneratedFleet.Of(kind, kind == "web" ? "tier:front" : "tier:back"), Siblings, GeneratedFleet.Hours),
        GeneratedFleet.Capacity,
        firstSlot: 0);

    private static IEnumerable<Sibling> Newcomers(string kind) =>
        Enumerable.Range(0, 30).Select(i => GeneratedFleet.Machine(90_000 + i, kind));

    private static double[] Bounds(ColdStartModel model)
    {
        double[] bounds = new double[48];
        model.Forecast([0.1, 0.9], 24, bounds);

        return bounds;
    }

    // As a share of what is expected.
    private static double Width(ColdStartModel model)
    {
        double[] bounds = Bounds(model);

        return Enumerable.Range(0, 24).Sum(i => bounds[24 + i] - bounds[i]) / model.Forecast(24).Sum();
    }
}
