using System.Text;
using Vireo.Detection.Logs;

namespace Vireo.Detection.Tests.Logs;

public sealed class TemplateMinerTests
{
    [Fact]
    public void A_word_that_varies_becomes_a_value_and_the_templates_it_told_apart_merge()
    {
        var miner = new TemplateMiner(new MinerOptions());
        List<(long Narrow, long Wide)> merges = [];
        miner.Merged += (narrow, wide) => merges.Add((narrow, wide));
        long[] ids = [.. "red green blue black white".Split(' ').Select(color => Learn(miner, $"the lamp turned {color} again"))];

        LogTemplate template = Assert.Single(miner.Templates);

        Assert.Equal("the lamp turned <*> again", template.Text);
        Assert.Equal(5, template.Lines);
        Assert.Equal(ids[..4].Select(id => (id, template.Id)).Order(), merges.Where(merge => ids.Contains(merge.Narrow)).Take(4).Order());
    }

    [Fact]
    public void A_few_states_stay_apart()
    {
        var miner = new TemplateMiner(new MinerOptions());
        foreach (string state in (string[])["Started", "Stopped", "Paused", "Resumed"])
        {
            Learn(miner, $"machine {state} by policy");
        }

        Assert.Equal(4, miner.Count);
    }

    [Fact]
    public void Names_of_users_are_values_from_the_second_on()
    {
        var miner = new TemplateMiner(new MinerOptions());
        Learn(miner, "session opened for user alice by root");
        Learn(miner, "session opened for user bob by root");

        Assert.Equal("session opened for user <*> by root", Assert.Single(miner.Templates).Text);
    }

    [Fact]
    public void Two_words_that_vary_together_are_found_when_templates_are_compared()
    {
        var miner = new TemplateMiner(new MinerOptions());
        string[] names = ["ant", "bee", "cat", "dog", "elk", "fox"];
        for (int i = 0; i < names.Length; i++)
        {
            Learn(miner, $"moving machine {names[i]} over to {names[(i * 5 + 1) % 6]} now");
        }

        miner.Consolidate();

        Assert.Equal("moving machine <*> over to <*> now", Assert.Single(miner.Templates).Text);
    }

    [Fact]
    public void Ever_new_lines_do_not_fill_memory()
    {
        var miner = new TemplateMiner(new MinerOptions { Templates = 100, Shapes = 200 });
        var random = new Random(7);
        long dropped = 0;
        miner.Dropped += _ => dropped++;
        for (int i = 0; i < 20_000; i++)
        {
            Learn(miner, string.Join(' ', Enumerable.Range(0, 5).Select(_ => Word(random))));
        }

        Assert.Equal(100, miner.Count);
        Assert.True(miner.Forgotten > 19_000, $"{miner.Forgotten} forgotten");
        Assert.Equal(miner.Forgotten, dropped);
    }

    [Fact]
    public void A_line_costs_no_memory_once_its_shape_is_known()
    {
        var miner = new TemplateMiner(new MinerOptions());
        byte[][] lines = [.. Enumerable.Range(0, 100).Select(i => Encoding.UTF8.GetBytes($"request {i} from 10.0.0.{i} took {i} ms"))];
        Array.ForEach(lines, line => miner.Learn(line));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Array.ForEach(lines, line => miner.Learn(line));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200);
    }

    [Fact]
    public void Real_logs_are_grouped_as_people_group_them()
    {
        string folder = Checkout.RequireShared("data/loghub");
        double[] accuracies = [.. Directory.GetDirectories(folder).Order().Select(GroupingAccuracy.Of)];

        Assert.True(accuracies.Average() >= 0.96, $"mean {accuracies.Average():F4}: {string.Join(", ", accuracies.Select(a => $"{a:F3}"))}");
        Assert.True(accuracies.Min() >= 0.9, $"worst {accuracies.Min():F4}");
    }

    private static long Learn(TemplateMiner miner, string line) => miner.Learn(Encoding.UTF8.GetBytes(line));

    private static string Word(Random random) =>
        new([.. Enumerable.Range(0, 8).Select(_ => (char)('g' + random.Next(20)))]);
}
