namespace Vireo.Forecasting.Lstm;

/// <summary>A training after some round, as a checkpoint holds it.</summary>
/// <param name="Shape">Of the network.</param>
/// <param name="Fingerprint">Of histories and options.</param>
/// <param name="Epoch">Rounds done.</param>
/// <param name="Steps">Steps of the weights done.</param>
/// <param name="BestEpoch">The best round so far.</param>
/// <param name="BestLoss">Its loss.</param>
/// <param name="Vectors">Weights, both moments, average and best weights.</param>
internal sealed record TrainingCheckpoint(
    LstmShape Shape, ulong Fingerprint, int Epoch, int Steps, int BestEpoch, double BestLoss, float[][] Vectors)
{
    private const int VectorCount = 5;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        LstmFormat.Write(stream, LstmFormatKind.Checkpoint, WriteBody);

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Damaged, or of another training.</exception>
    public static TrainingCheckpoint FromBytes(byte[] state, LstmShape shape, ulong fingerprint)
    {
        using var stream = new MemoryStream(state);

        return LstmFormat.Read(stream, LstmFormatKind.Checkpoint, reader => ReadBody(reader, shape, fingerprint));
    }

    private static TrainingCheckpoint ReadBody(BinaryReader reader, LstmShape shape, ulong fingerprint) =>
        reader.ReadUInt64() != fingerprint
            ? throw new InvalidDataException(
                "The checkpoint belongs to a training with other series or options. Delete it or name another.")
            : new TrainingCheckpoint(
                shape,
                fingerprint,
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadDouble(),
                [
                    .. Enumerable.Range(0, VectorCount)
                        .Select(_ => LstmFormat.ReadNumbers(reader, shape.ParameterCount)),
                ]);

    private void WriteBody(BinaryWriter writer)
    {
        writer.Write(Fingerprint);
        writer.Write(Epoch);
        writer.Write(Steps);
        writer.Write(BestEpoch);
        writer.Write(BestLoss);
        foreach (float[] vector in Vectors)
        {
            LstmFormat.WriteNumbers(writer, vector);
        }
    }
}
