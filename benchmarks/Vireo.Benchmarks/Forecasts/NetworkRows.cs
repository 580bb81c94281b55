using Vireo.Benchmarks.VmCloud;
using Vireo.Forecasting.Lstm;

namespace Vireo.Benchmarks.Forecasts;

/// <summary>The LSTM against PyTorch on equal weights and samples: outputs and times.</summary>
internal static class NetworkRows
{
    private const int Rounds = 3;

    /// <summary>Trains a few rounds on half of the machines, then compares.</summary>
    public static IEnumerable<BenchmarkResult> All(BenchmarkContext context, string shared)
    {
        var options = new LstmTrainingOptions { Shape = new LstmShape(), MaxThreads = 1, Epochs = Rounds };
        LstmNetwork network = LstmTrainer.Train(
            VmFleet.Read(shared).Without(0, 1), options, checkpoint: null, progress: null, CancellationToken.None);

        return TorchPeer.Compare(context, network, VmTaskSet.NextHour(shared));
    }
}
