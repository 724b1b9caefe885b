using MediatR;

namespace SalesOps.Domain.Messaging;

/// <summary>Every command and query says who may send it.</summary>
public interface IGuarded
{
    static abstract Access Access { get; }
}

/// <summary>A request that changes something; runs in the write lane.</summary>
public interface ICommand : IGuarded
{
    /// <summary>Made with the form, row or message: sent twice it has one effect and the same answer.</summary>
    Guid OperationId { get; }
}

/// <inheritdoc/>
public interface ICommand<T> : ICommand, IRequest<Result<T>>;

/// <summary>A request that only reads.</summary>
public interface IQuery<T> : IGuarded, IRequest<Result<T>>;
