"""Layers and reshapes whose ONNX export is a few plain nodes, which every runtime has on every device."""
import torch
import torch.nn.functional as F
from torch import nn


class _Reshape(torch.autograd.Function):
    """Reshape with ONNX's own rule (0 keeps a side), so that the exported graph has one node and no Shape arithmetic."""

    @staticmethod
    def forward(ctx, x, shape):
        return x.reshape([x.shape[i] if side == 0 else side for i, side in enumerate(shape)])

    @staticmethod
    def symbolic(graph, x, shape):
        return graph.op("Reshape", x, graph.op("Constant", value_t=torch.tensor(shape)))


def reshape(x, *shape):
    if torch.onnx.is_in_onnx_export():
        return _Reshape.apply(x, shape)
    return x.reshape([x.shape[i] if side == 0 else side for i, side in enumerate(shape)])


class _ReshapeAs(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, like):
        return x.reshape(like.shape)

    @staticmethod
    def symbolic(graph, x, like):
        return graph.op("Reshape", x, graph.op("Shape", like))


def reshape_as(x, like):
    return _ReshapeAs.apply(x, like) if torch.onnx.is_in_onnx_export() else x.reshape(like.shape)


class GroupNorm(nn.GroupNorm):
    """GroupNorm whose export is InstanceNormalization between two Reshapes and nothing else."""

    def forward(self, x):
        if not torch.onnx.is_in_onnx_export():
            return super().forward(x)
        one = torch.ones(self.num_groups)
        flat = F.instance_norm(reshape(x, 0, self.num_groups, -1), weight=one, bias=torch.zeros(self.num_groups), eps=self.eps)
        return reshape_as(flat, x) * self.weight[:, None, None] + self.bias[:, None, None]


def stretch(grid, like):
    """Learned maps [1, c, 16, 16], drawn out to the height and width of a feature map."""
    return grid if grid.shape[2:] == like.shape[2:] and not torch.onnx.is_in_onnx_export() else F.interpolate(grid, size=like.shape[2:], mode="bilinear")
