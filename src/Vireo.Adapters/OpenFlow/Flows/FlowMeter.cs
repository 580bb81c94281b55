using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>A meter that drops what is faster than its rate (OpenFlow 1.3.5, section 7.3.4.4).</summary>
/// <param name="Id">Its number.</param>
/// <param name="IsPackets">Whether it counts packets per second; else kbit/s.</param>
/// <param name="Rate">How fast is too fast.</param>
/// <param name="Burst">How much may come at once, in packets or kbit; 0 for what the switch does by itself.</param>
internal sealed record FlowMeter(uint Id, bool IsPackets, uint Rate, uint Burst)
{
    private const int KilobitsFlag = 1;
    private const int PacketsFlag = 2;
    private const int BurstFlag = 4;
    private const int StatisticsFlag = 8;
    private const ushort DropBand = 1;
    private const ushort BandSize = 16;

    /// <summary>Reads what a switch says of one (<c>ofp_meter_config</c>); null where it does more than to drop.</summary>
    /// <param name="reader">From there.</param>
    /// <param name="id">Its number, in any case.</param>
    public static FlowMeter? Read(ref WireReader reader, out uint id)
    {
        var meter = new WireReader(reader.Part(lengthAt: 0, least: 8, "meter"));
        meter.Skip(2);
        ushort flags = meter.Short();
        id = meter.Int();
        FlowMeter? only = null;
        int bands = 0;
        while (meter.Left > 0)
        {
            var band = new WireReader(meter.Part(lengthAt: 2, least: 12, "band"));
            bool isDrop = band.Short() == DropBand;
            band.Skip(2);
            only = isDrop ? new FlowMeter(id, (flags & PacketsFlag) != 0, band.Int(), (flags & BurstFlag) != 0 ? band.Int() : 0) : null;
            bands++;
        }

        return bands == 1 ? only : null;
    }

    /// <summary>Writes its flags, number and band.</summary>
    public void Write(WireWriter writer)
    {
        writer.Short((ushort)((IsPackets ? PacketsFlag : KilobitsFlag) | (Burst > 0 ? BurstFlag : 0) | StatisticsFlag));
        writer.Int(Id);
        writer.Short(DropBand);
        writer.Short(BandSize);
        writer.Int(Rate);
        writer.Int(Burst);
        writer.Zeros(4);
    }
}
