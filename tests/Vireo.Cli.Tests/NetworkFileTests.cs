using Vireo.Cli.Commands;
using Vireo.Cli.Series;
using Vireo.Cli.Terminal;
using Vireo.Forecasting;
using Vireo.Forecasting.Lstm;

namespace Vireo.Cli.Tests;

public sealed class NetworkFileTests : IDisposable
{
    private const int Count = 20;
    private const int Length = 330;
    private static readonly SeriesForecastRequest Request = new(2, [1], ModelNames.Lstm, [0.8]);
    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task An_interrupted_training_goes_on_where_it_stopped_and_ends_in_the_same_forecasts()
    {
        double[][] series = Noise();
        string checkpoint = _work.Path("training.ckpt");
        using var interruption = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() => new NetworkFiles(checkpoint, null, null, Request).Run(
            series, Request, new Interrupt(interruption), interruption.Token));
        byte[] kept = await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken);
        string input = _work.File("series.csv", Text(series));

        Assert.Equal(0, await Run(input, "resumed.csv", "--checkpoint", checkpoint, "--save-model", _work.Path("a.onnx")));
        Assert.Equal(0, await Run(input, "whole.csv"));

        Assert.NotEqual(kept, await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken));
        Assert.Equal(_work.Read("whole.csv"), _work.Read("resumed.csv"));
        Assert.Contains("vireo.horizon", _work.Read("a.onnx"), StringComparison.Ordinal);
        Assert.Equal(2, await Run(_work.File("other.csv", Text(series[..^1].Append([.. series[^1].Reverse()]))), "o.csv", "--checkpoint", checkpoint));
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_by_name()
    {
        byte[][] foreign = [[], [1, 2, 3], [.. "VIREOCKP"u8, 9, 0, 0, 0, 1], [.. "VIREOCKP"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1]];

        Assert.All(foreign, bytes => Assert.Contains(
            "bad.ckpt", Assert.Throws<UsageException>(() => CheckpointFile.Open(_work.Bytes("bad.ckpt", bytes), 2)).Message));
    }

    [Fact]
    public void Bytes_of_no_training_are_refused_by_the_name_of_their_file()
    {
        string path = _work.Path("noise.ckpt");
        CheckpointFile.Open(path, 2).Part(0).Write([1, 2, 3]);

        var refusal = Assert.Throws<UsageException>(() => new NetworkFiles(path, null, null, Request).Run(
            Noise(), Request, new Interrupt(null), TestContext.Current.CancellationToken));

        Assert.Contains("noise.ckpt", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_of_a_checkpoint_come_back_as_they_were_written()
    {
        string path = _work.Path("parts.ckpt");
        var written = CheckpointFile.Open(path, 2);
        written.Part(1).Write([4, 5]);
        written.Part(1).Write([6]);

        var read = CheckpointFile.Open(path, 2);

        Assert.Null(read.Part(0).Read());
        Assert.Equal([6], read.Part(1).Read());
    }

    [Theory]
    [InlineData("--checkpoint")]
    [InlineData("--save-model")]
    [InlineData("--load-model")]
    public async Task Files_of_a_network_need_a_model_that_has_one(string option) => Assert.Equal(2, await VireoCommand.RunAsync([
        "forecast", "--input", _work.File("in.csv", "unique_id,ds,y\na,0,1\n"), "--horizon", "1", "--model", "naive",
        option, _work.Path("x")]));

    [Fact]
    public async Task A_network_that_could_not_be_trained_is_told_after_the_forecasts_are_written()
    {
        string input = _work.File("in.csv", "unique_id,ds,y\na,0,1\na,1,2\n");

        Assert.Equal(3, await Run(input, "out.csv", "--save-model", _work.Path("x.onnx")));
        Assert.False(File.Exists(_work.Path("x.onnx")));
        Assert.Equal(3, _work.Read("out.csv").TrimEnd().Split('\n').Length);
    }

    [Fact]
    public async Task Saved_networks_forecast_the_same_without_training_and_serve_a_single_series_too()
    {
        double[][] series = Noise();
        string input = _work.File("series.csv", Text(series));
        string model = _work.Path("network.vireo");

        Assert.Equal(0, await Run(input, "trained.csv", "--save-model", model));
        Assert.Equal(
            0, await Run(input, "loaded.csv", "--load-model", model, "--save-model", _work.Path("again.vireo")));
        Assert.Equal(0, await Run(_work.File("one.csv", Text(series[..1])), "single.csv", "--load-model", model));

        Assert.Equal(_work.Read("trained.csv"), _work.Read("loaded.csv"));
        Assert.Equal(
            await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken),
            await File.ReadAllBytesAsync(_work.Path("again.vireo"), TestContext.Current.CancellationToken));
        Assert.Equal(Points(_work.Read("trained.csv"))[..2], Points(_work.Read("single.csv")));
        Assert.Equal(2, await Run(input, "season.csv", "--load-model", model, "--season", "24"));
        Assert.Equal(2, await Run(input, "cv.csv", "--load-model", model, "--cv", "1"));
        Assert.Equal(2, await Run(input, "both.csv", "--load-model", model, "--checkpoint", _work.Path("x.ckpt")));
    }

    [Fact]
    public void What_is_no_pair_of_networks_of_this_version_is_refused_by_name_and_with_the_reason()
    {
        byte[] whole = SavedPair();
        byte[] newer = [.. whole];
        newer[8] = 9;
        byte[] kind = [.. whole];
        kind[12] = 2;
        byte[] flipped = [.. whole];
        flipped[whole.Length / 2] ^= 1;
        (byte[] Bytes, string Name, string Reason)[] files =
        [
            (newer, "newer.vireo", "has version 9; this Vireo reads up to 1"),
            (kind, "kind.vireo", "holds a Checkpoint where a NetworkPair is expected"),
            (flipped, "flipped.vireo", "damaged"),
            (whole[..^40], "cut.vireo", "ends early"),
            (whole[..7], "stub.vireo", "ends early"),
            ([], "empty.vireo", "ends early"),
            (new byte[64], "net.onnx", "ONNX is for other programs"),
        ];

        Assert.All(files, file =>
        {
            string message = Assert.Throws<UsageException>(
                () => new NetworkFiles(null, null, _work.Bytes(file.Name, file.Bytes), Request)).Message;
            Assert.Contains(file.Name, message, StringComparison.Ordinal);
            Assert.Contains(file.Reason, message, StringComparison.Ordinal);
        });
        Assert.Contains("none.vireo", Assert.Throws<UsageException>(
            () => new NetworkFiles(null, null, _work.Path("none.vireo"), Request)).Message, StringComparison.Ordinal);
    }

    private static byte[] SavedPair()
    {
        var shape = new LstmShape { Hidden = 16 };
        var options = new LstmTrainingOptions { Shape = shape, Epochs = 1, WindowsPerSeries = 8 };
        LstmNetwork network = LstmTrainer.Train(Noise(), options, null, null, TestContext.Current.CancellationToken);
        using var stream = new MemoryStream();
        LstmFormat.SavePair(new NetworkPair(network, network), stream);

        return stream.ToArray();
    }

    private static string[] Points(string forecasts) =>
        [.. forecasts.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(',')[3])];

    private Task<int> Run(string input, string output, params string[] more) => VireoCommand.RunAsync([
        "forecast", "--input", input, "--horizon", "2", "--level", "80", "--model", ModelNames.Lstm,
        "--output", _work.Path(output), .. more]);

    // Nothing can be learned from noise, so training stops early.
    private static double[][] Noise()
    {
        var random = new Random(5);

        return [.. Enumerable.Range(0, Count).Select(_ => Enumerable.Range(0, Length).Select(_ => random.NextDouble()).ToArray())];
    }

    private static string Text(IEnumerable<double[]> series) => "unique_id,ds,y\n" + string.Concat(series.SelectMany(
        (values, id) => values.Select((value, step) => FormattableString.Invariant($"vm{id},{step},{value:R}\n"))));

    private sealed class Interrupt(CancellationTokenSource? source) : IProgress<double>
    {
        private int _reports;

        public void Report(double value)
        {
            if (++_reports == 2)
            {
                source?.Cancel();
            }
        }
    }
}
