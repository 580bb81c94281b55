using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Vireo.Forecasting.Lstm;

/// <summary>A number that changes with anything a training's result depends on.</summary>
internal static class TrainingFingerprint
{
    public static ulong Of(IReadOnlyList<double[]> histories, LstmTrainingOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var text = new MemoryStream();
        using (var writer = new BinaryWriter(text))
        {
            LstmFormat.WriteShape(writer, options.Shape);
            writer.Write(options.Epochs);
            writer.Write(options.WindowsPerEpoch);
            writer.Write(options.WindowsPerSeries);
            writer.Write(options.BatchSize);
            writer.Write(options.LearningRate);
            writer.Write(options.WeightDecay);
            writer.Write(options.ClipNorm);
            writer.Write(options.HeldOutRatio);
            writer.Write(options.Patience);
            writer.Write(options.Seed);
            writer.Write(histories.Count);
            foreach (double[] history in histories)
            {
                writer.Write(history.Length);
            }
        }

        hash.AppendData(text.ToArray());
        foreach (double[] history in histories)
        {
            hash.AppendData(MemoryMarshal.AsBytes<double>(history));
        }

        return BitConverter.ToUInt64(hash.GetHashAndReset());
    }
}
