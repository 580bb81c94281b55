namespace Vireo.Adapters.Libvirt;

/// <summary>libvirt's <c>virDomainMigrateFlags</c> for each way to move.</summary>
internal static class MigrationFlags
{
    private const uint Live = 1;
    private const uint PeerToPeer = 1 << 1;
    private const uint PersistAtTarget = 1 << 3;
    private const uint UndefineAtSource = 1 << 4;
    private const uint AbortOnError = 1 << 12;
    private const uint AutoConverge = 1 << 13;
    private const uint PostCopy = 1 << 15;

    /// <summary>The flags; a machine that has a definition takes it along, so that it is defined in one
    /// place.</summary>
    public static uint Of(MigrationMethod method, bool isPersistent) =>
        PeerToPeer | AbortOnError | (isPersistent ? PersistAtTarget | UndefineAtSource : 0) | method switch
        {
            MigrationMethod.Live => Live | AutoConverge,
            MigrationMethod.PostCopy => Live | PostCopy,
            _ => 0,
        };
}
