namespace Vireo.Adapters.Ovsdb;

/// <content>A connection with what belongs to it alone.</content>
internal sealed partial class OvsdbSession
{
    private sealed class Link(OvsdbEndpoint endpoint) : IAsyncDisposable
    {
        private readonly TaskCompletionSource _unusable = NewSource();
        private OvsdbConnection? _connection;
        private OvsdbSchema? _schema;
        private TableReader? _tables;
        private volatile bool _holdsLock;

        public OvsdbEndpoint Endpoint => endpoint;

        public OvsdbConnection Connection
        {
            get => _connection ?? throw new InvalidOperationException("There is no connection yet.");
            set => _connection = value;
        }

        public OvsdbSchema Schema
        {
            get => _schema ?? throw new OvsdbMalformed("A change came before the schema.");
            set => _schema = value;
        }

        public TableReader Tables
        {
            get => _tables ?? throw new OvsdbMalformed("A change came before the schema.");
            set => _tables = value;
        }

        public bool HoldsLock
        {
            get => _holdsLock;
            set => _holdsLock = value;
        }

        /// <summary>Ends when another connection has to be made although this one is open.</summary>
        public Task Unusable => _unusable.Task;

        public void NoLongerUsable() => _unusable.TrySetResult();

        public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
