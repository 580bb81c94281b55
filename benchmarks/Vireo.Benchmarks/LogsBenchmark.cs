using System.Text;
using Vireo.Detection.Logs;
using Vireo.Detection.Tests.Logs;

namespace Vireo.Benchmarks;

/// <summary>How well and how fast log templates are learned: accuracy on labelled logs of real systems where they are
/// at hand, and lines a CPU second on them and on lines that never repeat.</summary>
public static class LogsBenchmark
{
    private const int Lines = 200_000;
    private const int Repetitions = 5;

    /// <summary>Runs it; about ten seconds.</summary>
    public static IEnumerable<BenchmarkResult> Run(BenchmarkContext context)
    {
        string folder = Path.Combine(context.SharedData ?? "", "data", "loghub");
        if (context.SharedData is not null && Directory.Exists(folder))
        {
            List<double> accuracies = [];
            List<byte[]> all = [];
            foreach (string system in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            {
                accuracies.Add(GroupingAccuracy.Of(system));
                yield return new($"logs: grouping accuracy, {Path.GetFileName(system)}", accuracies[^1], "share", null, true);
                all.AddRange(GroupingAccuracy.Read(system).Select(row => Encoding.UTF8.GetBytes(row.Line)));
            }

            yield return new("logs: grouping accuracy, mean", accuracies.Average(), "share", 0.96, true);
            yield return Speed(context, "logs: learned and parsed, real lines", [.. all], 450_000);
        }

        var random = new Random(1);
        byte[][] made =
        [
            .. Enumerable.Range(0, Lines).Select(i => Encoding.UTF8.GetBytes(
                $"{random.Next(24):00}:00 worker-{random.Next(100)} request {i} from 10.0.{random.Next(256)}.7 took {random.Next(999)} ms")),
        ];
        yield return Speed(context, "logs: learned and parsed, made-up lines", made, 450_000);
        byte[][] distinct = [.. Enumerable.Range(0, Lines).Select(_ => Encoding.UTF8.GetBytes(Words(random)))];
        yield return Speed(context, "logs: learned and parsed, every line of a kind of its own", distinct, null);
    }

    private static BenchmarkResult Speed(BenchmarkContext context, string name, byte[][] lines, double? target)
    {
        int rounds = Math.Max(1, Lines / lines.Length);
        (_, double cpu) = Measure.Median(context.Time, Repetitions, _ =>
        {
            var miner = new TemplateMiner(new MinerOptions());
            for (int i = 0; i < rounds; i++)
            {
                Array.ForEach(lines, line => miner.Learn(line));
            }

            miner.Consolidate();
            var parser = new LineParser(miner);
            for (int i = 0; i < rounds; i++)
            {
                Array.ForEach(lines, line => parser.Parse(line));
            }
        });

        return new(name, rounds * lines.Length / cpu, "lines/CPU s", target, true);
    }

    private static string Words(Random random) => string.Join(
        ' ', Enumerable.Range(0, 6).Select(_ => new string([.. Enumerable.Range(0, 8).Select(_ => (char)('g' + random.Next(20)))])));
}
